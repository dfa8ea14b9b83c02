package polyclinic.recovery.manifest;

/**
 * What a table or a collection holds, without telling it.
 *
 * @param store {@code postgres} or {@code mongo}
 * @param database its name
 * @param name of the table or the collection
 * @param count of its rows or documents
 * @param hash the sum of all their SHA-256 hashes modulo 2^256, in hexadecimal digits: the order does not matter
 */
public record ContentDigest(String store, String database, String name, long count, String hash) {
    /** Returns how people name it. */
    public String place() {
        return store + " " + database + "." + name;
    }
}
