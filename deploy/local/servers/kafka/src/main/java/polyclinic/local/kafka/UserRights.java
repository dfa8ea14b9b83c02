package polyclinic.local.kafka;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Gives the users of a broker their passwords and the rights of a table, and takes all other rights away. */
final class UserRights {
    private static final ScramCredentialInfo SCRAM = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
    private static final int TIMEOUT_S = 60;

    private UserRights() {}

    /** A line of the table: user, topic, operations. */
    private record Line(String user, String topic, List<AclOperation> operations) {
        static Line of(String text) {
            String[] cells = text.split(",");
            List<AclOperation> operations = List.of(cells[2].split(" ")).stream()
                    .map(word -> AclOperation.valueOf(word.toUpperCase(Locale.ROOT)))
                    .toList();
            return new Line(cells[0], cells[1], operations);
        }

        /** Who reads a topic reads it with the group of their own name, or one whose name begins with it and a dot. */
        List<AclBinding> bindings() {
            List<AclBinding> bindings = new ArrayList<>();
            operations.forEach(operation -> bindings.add(allow(TOPIC, PatternType.LITERAL, topic, operation)));
            if (operations.contains(READ)) {
                bindings.add(allow(GROUP, PatternType.LITERAL, user, READ));
                bindings.add(allow(GROUP, PatternType.PREFIXED, user + ".", READ));
            }
            return bindings;
        }

        private AclBinding allow(ResourceType type, PatternType pattern, String name, AclOperation operation) {
            return new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
        }
    }

    /**
     * Applies them.
     *
     * @param users lines of user and password
     * @param table lines of user, topic and operations ({@code read}, {@code write}, both with a space between)
     */
    static void apply(Admin admin, Path users, Path table) throws Exception {
        List<UserScramCredentialAlteration> passwords = new ArrayList<>();
        for (String line : Files.readAllLines(users)) {
            String[] cells = line.split(",");
            passwords.add(new UserScramCredentialUpsertion(cells[0], SCRAM, cells[1]));
        }
        admin.alterUserScramCredentials(passwords).all().get(TIMEOUT_S, TimeUnit.SECONDS);
        Set<AclBinding> wanted = wanted(table);
        Set<AclBinding> present =
                new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get(TIMEOUT_S, TimeUnit.SECONDS));
        admin.deleteAcls(present.stream()
                        .filter(binding -> !wanted.contains(binding))
                        .map(AclBinding::toFilter)
                        .toList())
                .all()
                .get(TIMEOUT_S, TimeUnit.SECONDS);
        wanted.removeAll(present);
        admin.createAcls(wanted).all().get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    private static Set<AclBinding> wanted(Path table) throws IOException {
        Set<AclBinding> wanted = new HashSet<>();
        for (String line : Files.readAllLines(table)) {
            wanted.addAll(Line.of(line).bindings());
        }
        return wanted;
    }
}
