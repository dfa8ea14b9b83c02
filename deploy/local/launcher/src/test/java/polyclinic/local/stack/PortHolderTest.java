package polyclinic.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortHolderTest {
    private static final List<String> TABLE = List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:3C48 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 35123 1 0000 100 0 0 10 0",
            "   1: 0100007F:3C49 0100007F:3C48 01 00000000:00000000 00:00000000 00000000  1000        0 35124 1 0000 20 4 30 10 -1");

    @Test
    void the_listening_socket_of_a_port_is_found_in_the_kernels_table() {
        assertThat(PortHolder.inode(TABLE, 15432)).contains("35123");
    }

    @Test
    void a_connection_is_not_a_listener() {
        assertThat(PortHolder.inode(TABLE, 15433)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_process_that_holds_a_port_is_named() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortHolder.describe(socket.getLocalPort()))
                    .contains("process " + ProcessHandle.current().pid());
        }
    }
}
