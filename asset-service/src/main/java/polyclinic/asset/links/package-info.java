/** Links by which whoever may read a file fetches it without a token. */
@NullMarked
package polyclinic.asset.links;

import org.jspecify.annotations.NullMarked;
