package polyclinic.clients.movein.files;

/**
 * Something in a file that is no whole record.
 *
 * @param line where it begins, from 1
 * @param isLoss whether a record was lost by it; else it is told and nothing is missing
 */
public record FileDamage(int line, String reason, boolean isLoss) {}
