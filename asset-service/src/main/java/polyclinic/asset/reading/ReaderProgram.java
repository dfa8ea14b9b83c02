package polyclinic.asset.reading;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.UnreadableDocument;

/**
 * The process that reads documents: by standard input it is told of a file and its type ({@code writeUTF} each), and of how many
 * pixels an image may have of which small pictures are wanted, or 0 where the text is ({@code writeInt}). By standard output it answers
 * with {@link #READ} and
 *
 * <ul>
 *   <li>the language or an empty text, the number of pages and each page (length in bytes, UTF-8), or
 *   <li>the number of pictures and each picture (length in bytes, JPEG),
 * </ul>
 *
 * or with {@link #REFUSED} and the name of a {@link TextFailure}. It ends when its input does, and when a document takes too long.
 *
 * <p>Arguments: how many pages and characters a document may have, seconds it may take, Tesseract's program and its languages.
 */
public final class ReaderProgram {
    public static final int READ = 1;
    public static final int REFUSED = 2;

    private static final int TOOK_TOO_LONG = 4;
    private static final Path KILLED_FIRST = Path.of("/proc/self/oom_score_adj");

    private final PageLimits limits;
    private final Ocr ocr;
    private final TextLanguage language = new TextLanguage();

    private record PageLimits(int pages, int characters) {}

    private ReaderProgram(PageLimits limits, Ocr ocr) {
        this.limits = limits;
        this.ocr = ocr;
    }

    public static void main(String[] args) throws IOException {
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(System.out));
        // Nothing that a library prints is an answer.
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        volunteer();
        PageLimits limits = new PageLimits(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        long seconds = Long.parseLong(args[2]);
        ReaderProgram program = new ReaderProgram(limits, new Ocr(args[3], args[4], limits.characters()));
        DataInputStream requests = new DataInputStream(System.in);
        Timer watch = new Timer("watch", true);
        while (true) {
            Path file;
            try {
                file = Path.of(requests.readUTF());
            } catch (EOFException end) {
                return;
            }
            String type = requests.readUTF();
            int maxPixels = requests.readInt();
            TimerTask limit = halt();
            watch.schedule(limit, seconds * 1000);
            program.answer(file, type, maxPixels, answers);
            limit.cancel();
        }
    }

    /** Should the service die, nobody else would end a reading that does not. */
    private static TimerTask halt() {
        return new TimerTask() {
            @Override
            public void run() {
                Runtime.getRuntime().halt(TOOK_TOO_LONG);
            }
        };
    }

    /** Where memory is short, this is the process to end, and not the service. */
    private static void volunteer() {
        try {
            if (Files.isWritable(KILLED_FIRST)) Files.writeString(KILLED_FIRST, "1000");
        } catch (IOException notHere) {
            // Then the system decides by itself.
        }
    }

    private void answer(Path file, String contentType, int maxPixels, DataOutputStream answers) throws IOException {
        try {
            if (maxPixels > 0) {
                List<byte[]> pictures = PictureScaling.of(file, contentType, maxPixels);
                answers.writeByte(READ);
                write(pictures, answers);
            } else {
                DocumentText text = read(file, contentType);
                answers.writeByte(READ);
                answers.writeUTF(text.language() == null ? "" : text.language());
                write(
                        text.pages().stream()
                                .map(page -> page.getBytes(StandardCharsets.UTF_8))
                                .toList(),
                        answers);
            }
        } catch (UnreadableDocument refused) {
            refuse(refused.failure(), answers);
        } catch (IOException | RuntimeException | StackOverflowError damaged) {
            refuse(TextFailure.UNREADABLE, answers);
        }
        answers.flush();
    }

    private static void write(List<byte[]> parts, DataOutputStream answers) throws IOException {
        answers.writeInt(parts.size());
        for (byte[] part : parts) {
            answers.writeInt(part.length);
            answers.write(part);
        }
    }

    private static void refuse(TextFailure failure, DataOutputStream answers) throws IOException {
        answers.writeByte(REFUSED);
        answers.writeUTF(failure.name());
    }

    private DocumentText read(Path file, String contentType) throws IOException, UnreadableDocument {
        PageCollector pages = new PageCollector(limits.pages(), limits.characters());
        switch (contentType) {
            case "application/pdf" -> new PdfPages(ocr).read(file.toFile(), pages);
            case "text/plain", "text/csv" -> PlainText.read(file, pages);
            case "application/xml" -> {
                try (var xml = Files.newInputStream(file)) {
                    Markup.XML.read(xml, pages);
                }
            }
            case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ->
                OfficePages.read(file, "word/document.xml", Markup.DOCX, pages);
            case "application/vnd.oasis.opendocument.text" -> OfficePages.read(file, "content.xml", Markup.ODT, pages);
            case "image/jpeg", "image/png", "image/tiff", "image/webp" -> {
                if (!ocr.isInstalled()) throw new UnreadableDocument(TextFailure.OCR_NOT_INSTALLED);
                pages.append(ocr.read(file));
            }
            default -> throw new UnreadableDocument(TextFailure.TYPE_NOT_READ);
        }
        List<String> all = pages.finish();
        if (all.stream().allMatch(String::isBlank)) throw new UnreadableDocument(TextFailure.NO_TEXT);
        return new DocumentText(language.of(all), all);
    }
}
