/** Reading the trail: search, export and the report of accesses to one patient's record. */
@NullMarked
package polyclinic.audit.queries;

import org.jspecify.annotations.NullMarked;
