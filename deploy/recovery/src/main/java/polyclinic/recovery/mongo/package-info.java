/** MongoDB: dumps in the layout of mongodump, digests of collections, and loading. */
@NullMarked
package polyclinic.recovery.mongo;

import org.jspecify.annotations.NullMarked;
