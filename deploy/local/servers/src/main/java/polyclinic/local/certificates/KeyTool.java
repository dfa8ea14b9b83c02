package polyclinic.local.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.Processes;
import polyclinic.local.process.ServerFailed;

/** The JDK's program for keys and certificates; nothing in its API makes a certificate. The password travels in the environment. */
public final class KeyTool {
    private static final String PASSWORD = "POLYCLINIC_KEY_TOOL_PASSWORD";

    private final Path keyStore;
    private final String password;

    public KeyTool(Path keyStore, String password) {
        this.keyStore = keyStore;
        this.password = password;
    }

    /**
     * Makes a key (EC, P-256) and its certificate under the alias.
     *
     * @param subject a distinguished name (RFC 4514)
     * @param more options of keytool, such as extensions (RFC 5280)
     * @throws ServerFailed with what keytool says
     */
    public void makePair(String alias, String subject, int days, String... more) {
        List<String> words = new ArrayList<>(List.of(
                Jdk.newest().home().resolve("bin/keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-dname",
                subject,
                "-validity",
                Integer.toString(days),
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass:env",
                PASSWORD));
        words.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put(PASSWORD, password);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new ServerFailed("keytool makes no certificate for " + alias + ": " + output.strip());
            }
        } catch (IOException e) {
            throw new ServerFailed("keytool does not run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw Processes.interrupted(e);
        }
    }
}
