package polyclinic.gateway.filters;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of CIDR blocks. Only literal addresses are accepted: names are never looked up. */
public final class IpNetworks {

    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private final List<IpSubnetFilterRule> blocks;

    public IpNetworks(List<String> cidrs) {
        blocks = cidrs.stream().map(IpNetworks::parse).toList();
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    public boolean contain(String address) {
        if (blocks.isEmpty()) return false;
        InetAddress ip = ip(address);
        if (ip == null) return false;
        InetSocketAddress socket = new InetSocketAddress(ip, 0);
        for (IpSubnetFilterRule block : blocks) if (block.matches(socket)) return true;
        return false;
    }

    static boolean isAddress(String text) {
        return ip(text) != null;
    }

    /** Returns the key for limits by address: an IPv4 address, or the /64 network from which one IPv6 host can choose. */
    public static String rateLimitKey(String address) {
        if (!(ip(address) instanceof Inet6Address ipv6)) return address;
        byte[] bytes = ipv6.getAddress();
        StringBuilder text = new StringBuilder(24);
        for (int i = 0; i < 8; i += 2) {
            text.append(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff))
                    .append(':');
        }
        return text.append(":/64").toString();
    }

    private static IpSubnetFilterRule parse(String cidr) {
        int slash = cidr.indexOf('/');
        InetAddress address = ip(slash < 0 ? cidr : cidr.substring(0, slash));
        if (address == null) throw new IllegalArgumentException("not a CIDR block: " + cidr);
        int bits = slash < 0
                ? (address instanceof Inet6Address ? IPV6_BITS : IPV4_BITS)
                : Integer.parseInt(cidr.substring(slash + 1));
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }

    /** Returns null for text that is not an address. An IPv4-mapped IPv6 address counts as IPv4. */
    private static @Nullable InetAddress ip(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) return null;
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
