package org.trunkline.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The rounds of one measurement; what is told is the median round by its rate. */
final class Measured {

    private final List<Round> rounds = new ArrayList<>();

    private record Round(Load.Outcome outcome, double cpuMicros) {

        double cpuPerCall() {
            return cpuMicros / outcome.nanos().length;
        }
    }

    /** @param cpuMicros that the measured process used meanwhile */
    void add(Load.Outcome outcome, double cpuMicros) {
        rounds.add(new Round(outcome, cpuMicros));
    }

    /** Rate, CPU of the process a call, times, and the rate as a share of the direct one. */
    String row(Measured direct) {
        Load.Outcome outcome = median().outcome();
        return String.format(
                Locale.ROOT,
                "%10.0f %12.0f %9.2f %9.2f %11.0f%%",
                outcome.perSecond(),
                median().cpuPerCall(),
                outcome.milliseconds(0.5),
                outcome.milliseconds(0.99),
                100 * outcome.perSecond() / direct.median().outcome().perSecond());
    }

    /** CPU of the process a call, in microseconds. */
    double cpuPerCall() {
        return median().cpuPerCall();
    }

    private Round median() {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(round -> round.outcome().perSecond()))
                .toList()
                .get(rounds.size() / 2);
    }
}
