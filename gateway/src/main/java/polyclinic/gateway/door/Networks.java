package polyclinic.gateway.door;

import io.netty.util.NetUtil;
import java.util.List;

/** A list of CIDR blocks. */
final class Networks {

    private record Block(byte[] address, int bits) {
        boolean has(byte[] other) {
            if (other.length != address.length) return false;
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) if (address[i] != other[i]) return false;
            int rest = bits % 8;
            if (rest == 0) return true;
            int mask = 0xff << (8 - rest);
            return (address[whole] & mask) == (other[whole] & mask);
        }
    }

    private final List<Block> blocks;

    Networks(List<String> cidrs) {
        blocks = cidrs.stream().map(Networks::parse).toList();
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    boolean contain(String address) {
        if (blocks.isEmpty()) return false;
        byte[] bytes = bytes(address);
        if (bytes == null) return false;
        for (Block block : blocks) if (block.has(bytes)) return true;
        return false;
    }

    static boolean isAddress(String text) {
        return bytes(text) != null;
    }

    /** What a limit by address counts together: an IPv4 address, or the /64 network that one IPv6 host can roam in. */
    static String household(String address) {
        byte[] bytes = bytes(address);
        if (bytes == null || bytes.length == 4) return address;
        StringBuilder text = new StringBuilder(24);
        for (int i = 0; i < 8; i += 2) {
            text.append(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff))
                    .append(':');
        }
        return text.append(":/64").toString();
    }

    private static Block parse(String cidr) {
        int slash = cidr.indexOf('/');
        byte[] address = bytes(slash < 0 ? cidr : cidr.substring(0, slash));
        if (address == null) throw new IllegalArgumentException("no CIDR block: " + cidr);
        int bits = slash < 0 ? address.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
        if (bits < 0 || bits > address.length * 8) throw new IllegalArgumentException("no CIDR block: " + cidr);
        return new Block(address, bits);
    }

    /** Never asks a name server. An IPv4 address in IPv6 clothes counts as IPv4. */
    private static byte[] bytes(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length != 16) return bytes;
        for (int i = 0; i < 10; i++) if (bytes[i] != 0) return bytes;
        if (bytes[10] != -1 || bytes[11] != -1) return bytes;
        return new byte[] {bytes[12], bytes[13], bytes[14], bytes[15]};
    }
}
