package org.trunkline.outbound;

import java.util.List;
import java.util.stream.Stream;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;

/**
 * The addresses that lead into private networks, to this machine or nowhere: those that the IANA registries of special
 * purpose addresses (RFC 6890) call not globally reachable, multicast, and the metadata address that Azure has among
 * its public ones. An IPv6 address that wraps an IPv4 address is as blocked as that.
 */
final class BlockedAddresses {

    private static final List<IPAddress> RANGES = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/128",
                    "::1/128",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001:2::/48",
                    "2001:10::/28",
                    "2001:20::/28",
                    "2001:db8::/32",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(range -> new IPAddressString(range).getAddress().toPrefixBlock())
            .toList();

    private static final int TEREDO_CLIENT = 12;

    private BlockedAddresses() {}

    /** Whether nothing may be sent to {@code address}; one with a zone is of this machine's links, so it is. */
    static boolean contains(IPAddress address) {
        if (address.isIPv6() && address.toIPv6().hasZone()) {
            return true;
        }
        return RANGES.stream().anyMatch(range -> range.contains(address))
                || address.isIPv6()
                        && wrapped(address.toIPv6())
                                .anyMatch(inner -> RANGES.stream().anyMatch(range -> range.contains(inner)));
    }

    /** The IPv4 addresses that packets to {@code address} may end at. */
    private static Stream<IPv4Address> wrapped(IPv6Address address) {
        if (address.is6To4()) {
            return Stream.of(address.get6To4IPv4Address());
        }
        if (address.isTeredo()) {
            IPv4Address obscured = address.getEmbeddedIPv4Address(TEREDO_CLIENT);
            return Stream.of(new IPv4Address(~obscured.intValue()));
        }
        boolean last = address.isIPv4Mapped()
                || address.isIPv4Compatible()
                || address.isIPv4Translatable()
                || address.isWellKnownIPv4Translatable()
                || isIsatap(address);
        return last ? Stream.of(address.getEmbeddedIPv4Address()) : Stream.empty();
    }

    /** RFC 5214, section 6.1: an interface identifier of 0000:5efe or 0200:5efe before the IPv4 address. */
    private static boolean isIsatap(IPv6Address address) {
        boolean flags =
                address.getSegment(4).matches(0) || address.getSegment(4).matches(0x200);
        return flags && address.getSegment(5).matches(0x5efe);
    }
}
