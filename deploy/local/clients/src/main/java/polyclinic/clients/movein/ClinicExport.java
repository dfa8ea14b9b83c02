package polyclinic.clients.movein;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.ClinicShapes;

/**
 * The way back: writes the files of a clinic whole from what the suite has, whatever was there. Each file takes the place of the one before
 * when it is complete, so that whoever reads them finds the old one or the new one.
 */
final class ClinicExport {
    private static final int PAGE = 200;

    private final ApiClient api;
    private final ClinicShapes shapes;
    private final PrintStream out;
    private final Map<String, String> patients = new HashMap<>();
    private final List<JsonNode> visits = new ArrayList<>();

    /** @param api as somebody who sees all patients, signed notes and history */
    ClinicExport(ApiClient api, ClinicShapes shapes, PrintStream out) {
        this.api = api.retrying();
        this.shapes = shapes;
        this.out = out;
    }

    void run(Path folder) {
        try {
            Files.createDirectories(folder);
            write(
                    folder,
                    ClinicFile.PATIENTS,
                    writer -> each("/patients", patient -> {
                        patients.put(patient.path("id").asText(), shapes.id("PAT_", patient));
                        writer.accept(shapes.patient(patient));
                    }));
            write(
                    folder,
                    ClinicFile.NOTES,
                    writer -> each("/notes", note -> {
                        String patient = owner(note);
                        if (patient != null) writer.accept(shapes.note(note, patient));
                    }));
            write(
                    folder,
                    ClinicFile.HISTORY,
                    writer -> each("/history", entry -> {
                        String patient = owner(entry);
                        if (patient == null) return;
                        if (shapes.isVisitOfQueue(entry)) visits.add(shapes.visit(entry, patient));
                        else writer.accept(shapes.history(entry, patient));
                    }));
            write(folder, ClinicFile.QUEUE, writer -> {
                visits.forEach(writer);
                each("/queue", entry -> {
                    String patient = owner(entry);
                    if (patient != null) writer.accept(shapes.queueEntry(entry, patient));
                });
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable String owner(JsonNode record) {
        return patients.get(record.path("patientId").asText());
    }

    private void write(Path folder, ClinicFile file, Consumer<Consumer<JsonNode>> records) throws IOException {
        Path unfinished = folder.resolve("." + file.fileName() + ".tmp");
        int[] count = {0};
        try (JsonGenerator json =
                JsonNodes.MAPPER.createGenerator(Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8))) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartArray();
            records.accept(record -> {
                try {
                    json.writeTree(record);
                    count[0]++;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeEndArray();
        }
        Files.move(
                unfinished,
                folder.resolve(file.fileName()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        out.printf(Locale.ROOT, "  %s: %d%n", file.fileName(), count[0]);
    }

    /** Page after page, so that no more than one is held. */
    private void each(String path, Consumer<JsonNode> action) {
        String first = path + "?limit=" + PAGE;
        String url = first;
        while (true) {
            JsonNode page = api.get(url).expect(200).json();
            page.path("items").forEach(action);
            if (!page.hasNonNull("next")) return;
            url = first + "&after=" + ApiClient.encode(page.path("next").asText());
        }
    }
}
