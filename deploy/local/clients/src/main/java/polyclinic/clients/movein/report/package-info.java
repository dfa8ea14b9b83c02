/** What a moving-in reports: counts, treatments, refusals with their lines. */
@NullMarked
package polyclinic.clients.movein.report;

import org.jspecify.annotations.NullMarked;
