package polyclinic.clients.chaos.work;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is not as it has to be, a sentence each. */
public final class Findings {
    private final Queue<String> sentences = new ConcurrentLinkedQueue<>();

    public void add(String sentence) {
        sentences.add(sentence);
    }

    public List<String> all() {
        return List.copyOf(sentences);
    }
}
