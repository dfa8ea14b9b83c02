package polyclinic.local.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Makes the users of a mongod that was started with {@code --auth}, or gives them their passwords anew. The first one is the
 * administrator; MongoDB lets a program on the same machine make it as long as there is no user at all.
 *
 * <p>Arguments: port, file with lines of user, password and database (the administrator has no database), and the file of the
 * authority that the server's certificate is judged by, empty for clear text.
 */
public final class MongoUsers {
    private static final String ADMIN_DATABASE = "admin";
    private static final int USER_ALREADY_EXISTS = 51003;

    private MongoUsers() {}

    public static void main(String[] args) throws Exception {
        MongoClientSettings server = settings(Integer.parseInt(args[0]), args[2]);
        List<String[]> users = Files.readAllLines(Path.of(args[1])).stream()
                .map(line -> line.split(",", -1))
                .toList();
        String[] administrator = users.get(0);
        makeAdministrator(server, administrator);
        MongoCredential credential =
                MongoCredential.createCredential(administrator[0], ADMIN_DATABASE, administrator[1].toCharArray());
        try (MongoClient client = client(server, credential)) {
            MongoDatabase admin = client.getDatabase(ADMIN_DATABASE);
            for (String[] user : users.subList(1, users.size())) {
                make(admin, user);
            }
        }
    }

    /** Refused when there are users already: then the administrator is one of them. */
    private static void makeAdministrator(MongoClientSettings server, String[] administrator) {
        try (MongoClient client = client(server, null)) {
            client.getDatabase(ADMIN_DATABASE)
                    .runCommand(createUser(administrator, new Document("role", "root").append("db", ADMIN_DATABASE)));
        } catch (MongoException exists) {
            System.out.println("the administrator is not made: " + exists.getMessage());
        }
    }

    private static void make(MongoDatabase admin, String[] user) {
        Document role = new Document("role", "readWrite").append("db", user[2]);
        try {
            admin.runCommand(createUser(user, role));
        } catch (MongoException exists) {
            if (exists.getCode() != USER_ALREADY_EXISTS) {
                throw exists;
            }
            admin.runCommand(
                    new Document("updateUser", user[0]).append("pwd", user[1]).append("roles", List.of(role)));
        }
    }

    private static Document createUser(String[] user, Document role) {
        return new Document("createUser", user[0]).append("pwd", user[1]).append("roles", List.of(role));
    }

    private static MongoClientSettings settings(int port, String authority) throws Exception {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1", port)))
                        .serverSelectionTimeout(30, TimeUnit.SECONDS));
        if (!authority.isEmpty()) {
            SSLContext context = new PemFile(Path.of(authority)).clientContext();
            settings.applyToSslSettings(ssl -> ssl.enabled(true).context(context));
        }
        return settings.build();
    }

    private static MongoClient client(MongoClientSettings server, @Nullable MongoCredential credential) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder(server);
        if (credential != null) {
            settings.credential(credential);
        }
        return MongoClients.create(settings.build());
    }
}
