/** Storing an asset: the multipart request, the checks, the bytes, and repeated requests. */
@NullMarked
package polyclinic.asset.upload;

import org.jspecify.annotations.NullMarked;
