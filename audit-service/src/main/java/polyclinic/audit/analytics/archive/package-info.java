/** Months of events that are over for a year: sealed in the bucket, and gone from the database. */
@NullMarked
package polyclinic.audit.analytics.archive;

import org.jspecify.annotations.NullMarked;
