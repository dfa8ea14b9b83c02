package polyclinic.notes.webhooks.delivery;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * CIDR blocks of addresses (RFC 4632, RFC 4291). Netty's own rule for IPv6 takes any address with nothing but ones under the mask for
 * one of the block.
 */
final class AddressRanges {
    private final List<Block> blocks;

    /** @throws IllegalArgumentException when one is none; names are never looked up */
    AddressRanges(Collection<String> cidrs) {
        blocks = cidrs.stream().map(Block::of).toList();
    }

    boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    private record Block(byte[] network, int bits) {
        static Block of(String cidr) {
            String[] parts = cidr.strip().split("/", 2);
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(parts[0]);
            if (bytes == null) throw new IllegalArgumentException("not a CIDR block: " + cidr);
            byte[] network = address(bytes).getAddress();
            int bits = parts.length == 1 ? network.length * Byte.SIZE : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > network.length * Byte.SIZE)
                throw new IllegalArgumentException("not a CIDR block: " + cidr);
            return new Block(masked(network, bits), bits);
        }

        boolean contains(byte[] address) {
            return address.length == network.length && Arrays.equals(masked(address, bits), network);
        }

        private static byte[] masked(byte[] address, int bits) {
            byte[] masked = address.clone();
            for (int i = 0; i < masked.length; i++) {
                int kept = Math.min(Byte.SIZE, Math.max(0, bits - i * Byte.SIZE));
                masked[i] &= (byte) (0xff << Byte.SIZE - kept);
            }
            return masked;
        }

        /** An IPv4 address within one of IPv6 counts as IPv4, as it does where it is connected to. */
        private static InetAddress address(byte[] bytes) {
            try {
                return InetAddress.getByAddress(bytes);
            } catch (UnknownHostException ofNoLength) {
                throw new IllegalArgumentException(ofNoLength);
            }
        }
    }
}
