/** Exports of relational databases, by a mapping that says what each column is. */
@NullMarked
package polyclinic.clients.movein.table;

import org.jspecify.annotations.NullMarked;
