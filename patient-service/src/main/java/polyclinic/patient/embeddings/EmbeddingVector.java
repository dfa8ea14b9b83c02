package polyclinic.patient.embeddings;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polyclinic.commons.problem.Problem;

/**
 * A direction in the space of meanings of a model, of length one: the cosine of two is the sum of their products. Kept as the bytes of
 * its numbers (IEEE 754 single precision, big-endian), which are read without a number being made an object.
 */
public final class EmbeddingVector {
    /** The most that any known model has. */
    public static final int MAX_DIMENSIONS = 4096;

    private final float[] numbers;

    private EmbeddingVector(float[] numbers) {
        this.numbers = numbers;
    }

    /** Fails with 422 when a number is infinite or all are nought: neither has a direction. */
    public static EmbeddingVector of(String field, List<Float> embedding) {
        float[] numbers = new float[embedding.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = embedding.get(i);
        if (!scale(numbers)) throw Problem.invalid(field, "must have a length that is neither nought nor infinite");
        return new EmbeddingVector(numbers);
    }

    /** What a model made; none when it has no direction. */
    static Optional<EmbeddingVector> of(float[] embedding) {
        float[] numbers = embedding.clone();
        return scale(numbers) ? Optional.of(new EmbeddingVector(numbers)) : Optional.empty();
    }

    /** Makes the length one; false when there is none. */
    private static boolean scale(float[] numbers) {
        double square = 0;
        for (float number : numbers) square += (double) number * number;
        double length = Math.sqrt(square);
        if (!Double.isFinite(length) || length < Float.MIN_NORMAL) return false;
        for (int i = 0; i < numbers.length; i++) numbers[i] = (float) (numbers[i] / length);
        return true;
    }

    public int dimensions() {
        return numbers.length;
    }

    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    public static List<Float> numbers(byte[] bytes) {
        FloatBuffer numbers = ByteBuffer.wrap(bytes).asFloatBuffer();
        List<Float> list = new ArrayList<>(numbers.remaining());
        while (numbers.hasRemaining()) list.add(numbers.get());
        return list;
    }

    /**
     * The cosine of the angle to another one: 1 for the same meaning, 0 for one that has nothing to do with it.
     *
     * @param bytes of another embedding of as many dimensions
     */
    public double cosine(byte[] bytes) {
        FloatBuffer other = ByteBuffer.wrap(bytes).asFloatBuffer();
        float sum = 0;
        for (int i = 0; i < numbers.length; i++) sum += numbers[i] * other.get(i);
        return Math.max(-1, Math.min(1, sum));
    }
}
