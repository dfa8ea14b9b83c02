package polyclinic.clients.postman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code ./polyclinic postman [FILE]}: writes the collection to a file, or to the output. */
public final class Postman {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Postman() {}

    public static void main(String[] arguments) {
        try {
            String collection =
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new PostmanCollection(contract()).json())
                            + "\n";
            if (arguments.length == 0) System.out.print(collection);
            else {
                Files.writeString(Path.of(arguments[0]), collection);
                System.out.println("Written to " + arguments[0] + "; in Postman: Import.");
            }
        } catch (IOException e) {
            System.err.println("postman: the file cannot be written: " + e.getMessage());
            System.exit(1);
        }
    }

    /** The contract that this program was built with. */
    static JsonNode contract() throws IOException {
        try (InputStream file = Postman.class.getResourceAsStream("/contracts/polyclinic.openapi.json")) {
            if (file == null) throw new IOException("built without contracts/polyclinic.openapi.json");
            return JSON.readTree(file);
        }
    }
}
