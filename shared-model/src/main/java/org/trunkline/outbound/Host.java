package org.trunkline.outbound;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;

/**
 * The host of a URL, in the one form that it is judged and dialled in: a lower-case ASCII name without trailing dots,
 * or an address. As in browsers (WHATWG URL, "host parsing") a host whose last label is a number is an IPv4 address in
 * any of its spellings, and percent-encoding and internationalised names are decoded first.
 *
 * @param name the name, or the address's usual text without brackets
 * @param address null for a name; an IPv4 address that an IPv6 literal only wraps (::ffff:0:0/96) is that IPv4 address
 */
record Host(String name, IPAddress address) {

    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*");
    private static final IPAddressStringParameters IPV4 =
            literals().allowIPv6(false).toParams();
    private static final IPAddressStringParameters IPV6 = literals()
            .allowIPv4(false)
            .getIPv6AddressParametersBuilder()
            .allowBase85(false)
            .allowBinary(false)
            .getParentBuilder()
            .toParams();

    /** The host that a URL's text stands for; empty when it is none. IPv6 addresses may stand without brackets. */
    static Optional<Host> parse(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return literal(text.substring(1, text.length() - 1), IPV6);
        }
        if (text.contains(":")) {
            return literal(text, IPV6);
        }
        return ascii(text)
                .flatMap(name -> ENDS_IN_NUMBER.matcher(name).matches()
                        ? literal(name, IPV4)
                        : Optional.of(name).filter(NAME.asMatchPredicate()).map(plain -> new Host(plain, null)));
    }

    /** The host that is this address. */
    static Host of(InetAddress address) {
        return of(new IPAddressGenerator().from(address.getAddress()));
    }

    private static Host of(IPAddress address) {
        IPAddress plain = address.isIPv6() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
        return new Host(plain.toCanonicalString(), plain);
    }

    /** As it stands in a URL or a Host header: an IPv6 address in brackets. */
    String inUrl() {
        return address != null && address.isIPv6() ? "[" + name + "]" : name;
    }

    /** The address to dial; empty for a name. */
    Optional<InetAddress> toInetAddress() {
        try {
            return address == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(address.getBytes()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Host> literal(String text, IPAddressStringParameters form) {
        IPAddress address = new IPAddressString(text, form).getAddress();
        return Optional.ofNullable(address).map(Host::of);
    }

    private static Optional<String> ascii(String text) {
        try {
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            String name = decoded.replaceFirst("[.\u3002\uff0e\uff61]+$", "");
            return Optional.of(IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Single addresses only: no prefix, mask, range, wildcard or blank. Zones are read, and refused by their use. */
    private static IPAddressStringParameters.Builder literals() {
        return new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowMask(false)
                .allowPrefix(false)
                .allowPrefixOnly(false)
                .setRangeOptions(RangeParameters.NO_RANGE);
    }
}
