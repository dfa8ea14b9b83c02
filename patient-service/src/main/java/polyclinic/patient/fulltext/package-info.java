/** Words of the record's texts in every script: how PostgreSQL indexes them, what is looked for, where it stands. */
@NullMarked
package polyclinic.patient.fulltext;

import org.jspecify.annotations.NullMarked;
