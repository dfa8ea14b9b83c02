package polyclinic.audit.verification;

import java.util.List;
import java.util.Objects;
import polyclinic.audit.chain.Hashes;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.SigningKeys;
import polyclinic.audit.merkle.Frontier;

/**
 * One checkpoint as both stores know it, weighed.
 *
 * @param trusted the signed one (S3's before the database's), or null when neither holds
 * @param contradictions what is wrong with either copy
 */
record Evidence(long number, Checkpoint trusted, List<Checkpoint> signed, List<String> contradictions) {

    /** @param stored the database's copy or null; @param archived S3's or null */
    static Evidence weigh(int chain, long number, Checkpoint stored, Checkpoint archived, SigningKeys keys) {
        List<String> wrong = new java.util.ArrayList<>();
        List<Checkpoint> signed = new java.util.ArrayList<>();
        if (archived != null)
            if (isGenuine(archived, chain, number, keys)) signed.add(archived);
            else wrong.add("checkpoint " + number + " in S3 is not signed by a trusted key");
        if (stored != null)
            if (isGenuine(stored, chain, number, keys)) signed.add(stored);
            else wrong.add("checkpoint " + number + " in the database is not signed by a trusted key");
        if (stored == null && archived == null) wrong.add("checkpoint " + number + " is missing in both stores");
        else if (stored == null) wrong.add("checkpoint " + number + " is missing in the database");
        else if (archived == null && Boolean.TRUE.equals(stored.archived()))
            wrong.add("checkpoint " + number + " is missing in S3");
        else if (archived != null && !same(stored, archived))
            wrong.add("checkpoint " + number + " in the database differs from the one in S3");
        return new Evidence(number, signed.isEmpty() ? null : signed.get(0), signed, wrong);
    }

    /** The entry hashes behind {@code trusted}, proved by its root on top of {@code before}; null when no copy has them. */
    List<byte[]> provenLeaves(Frontier before) {
        for (Checkpoint candidate : signed) {
            if (!candidate.signedText().equals(trusted.signedText())) continue;
            try {
                List<byte[]> leaves = candidate.leafHashes();
                Frontier tree = before.copy();
                leaves.forEach(tree::append);
                if (tree.size() == trusted.size() && Hashes.hex(tree.root()).equals(trusted.root())) return leaves;
            } catch (RuntimeException damaged) {
                // the other copy may hold
            }
        }
        return null;
    }

    /** The tree at {@code trusted} as a copy of it remembers it and its root proves it, or null. */
    Frontier provenFrontier() {
        for (Checkpoint candidate : signed) {
            try {
                if (candidate.root().equals(trusted.root()) && candidate.size() == trusted.size())
                    return candidate.provenFrontier();
            } catch (RuntimeException damaged) {
                // the other copy may hold
            }
        }
        return null;
    }

    private static boolean isGenuine(Checkpoint checkpoint, int chain, long number, SigningKeys keys) {
        return checkpoint.chain() == chain && checkpoint.number() == number && keys.isSigned(checkpoint);
    }

    private static boolean same(Checkpoint stored, Checkpoint archived) {
        try {
            return stored.signedText().equals(archived.signedText())
                    && Objects.equals(stored.leaves(), archived.leaves())
                    && Objects.equals(stored.frontier(), archived.frontier());
        } catch (RuntimeException damaged) {
            return false;
        }
    }
}
