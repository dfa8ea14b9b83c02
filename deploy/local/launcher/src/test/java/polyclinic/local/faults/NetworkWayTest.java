package polyclinic.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.local.process.Probe;

/** Before a store that answers each byte with the same byte. */
class NetworkWayTest {
    private static final int NO_ANSWER_MS = 150;
    private static final int TIMEOUT_MS = 10_000;

    private ServerSocket store;
    private NetworkWay way;

    @BeforeEach
    void open() throws IOException {
        store = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        NetworkWay.start("store", this::serve);
        way = new NetworkWay("patient-service-2", "postgres", Probe.freePort(), List.of(store.getLocalPort()));
        way.open();
    }

    @AfterEach
    void close() throws IOException {
        way.close();
        store.close();
    }

    @Test
    void an_open_way_carries_both_directions_and_the_end() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(5);
            assertThat(client.getInputStream().read()).isEqualTo(5);
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void what_is_sent_on_a_silent_way_arrives_when_it_is_open_again_and_nothing_is_closed() throws IOException {
        try (Socket client = connect()) {
            echo(client);
            way.become(WayState.SILENT);
            client.getOutputStream().write(6);
            client.setSoTimeout(NO_ANSWER_MS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            way.become(WayState.OPEN);
            client.setSoTimeout(TIMEOUT_MS);
            assertThat(client.getInputStream().read()).isEqualTo(6);
        }
    }

    @Test
    void who_connects_to_a_silent_way_hears_nothing_until_it_is_open_again() throws IOException {
        way.become(WayState.SILENT);
        try (Socket client = connect()) {
            client.getOutputStream().write(7);
            client.setSoTimeout(NO_ANSWER_MS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            way.become(WayState.OPEN);
            client.setSoTimeout(TIMEOUT_MS);
            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void a_reset_breaks_connections_off_and_takes_no_new_ones_until_it_is_over() throws IOException {
        try (Socket client = connect();
                Socket later = connect()) {
            echo(client);
            way.become(WayState.RESET);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            try (Socket refused = connect()) {
                assertThatThrownBy(() -> {
                            refused.getOutputStream().write(1);
                            if (refused.getInputStream().read() < 0) throw new SocketException("ended");
                        })
                        .isInstanceOf(SocketException.class);
            }
            assertThat(later.isConnected()).isTrue();

            way.become(WayState.OPEN);
            try (Socket again = connect()) {
                echo(again);
            }
        }
    }

    @Test
    void a_slow_way_carries_all_of_it() throws IOException {
        way.become(WayState.SLOW);
        try (Socket client = connect()) {
            echo(client);
        }
    }

    @Test
    void where_one_of_several_processes_is_dead_connections_go_to_the_others() throws IOException {
        int dead = Probe.freePort();
        try (NetworkWay balanced = new NetworkWay(
                NetworkWay.SERVICES, "patient-service", Probe.freePort(), List.of(dead, store.getLocalPort()))) {
            balanced.open();
            for (int i = 0; i < 4; i++) {
                try (Socket client = new Socket(InetAddress.getLoopbackAddress(), balanced.port())) {
                    echo(client);
                }
            }
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), way.port());
        client.setSoTimeout(TIMEOUT_MS);
        return client;
    }

    private static void echo(Socket client) throws IOException {
        client.getOutputStream().write(1);
        assertThat(client.getInputStream().read()).isEqualTo(1);
    }

    private void serve() {
        while (!store.isClosed()) {
            try {
                Socket client = store.accept();
                NetworkWay.start("echo", () -> echoAll(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echoAll(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (SocketException reset) {
            // as some tests have it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
