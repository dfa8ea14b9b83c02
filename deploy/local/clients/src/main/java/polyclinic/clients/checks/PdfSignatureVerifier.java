package polyclinic.clients.checks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.text.PDFTextStripper;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Selector;

/**
 * Verifies a PDF's PAdES baseline B-B signature (ETSI EN 319 142-1) in full: it covers every byte of the file except
 * itself, the digest and the signature are right, the certificate is the one bound into the signature (RFC 5035) and was
 * valid at the time of signing. Whether the signer can be trusted depends on the reader's list of certificate authorities
 * and is not checked.
 */
public final class PdfSignatureVerifier {
    private PdfSignatureVerifier() {}

    /**
     * A PDF whose signature is valid.
     *
     * @param text all text of the document
     * @param signer subject of the signer's certificate
     */
    public record SignedDocument(String text, String signer, Date signedAt) {}

    /** @throws CheckFailed when the PDF is not signed, or the signature is not valid */
    public static SignedDocument verify(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            List<PDSignature> signatures = document.getSignatureDictionaries();
            CheckFailed.unless(signatures.size() == 1, "the PDF has " + signatures.size() + " signatures, not one");
            PDSignature signature = signatures.get(0);
            CheckFailed.unlessEqual("SubFilter", "ETSI.CAdES.detached", signature.getSubFilter());
            requireFullCoverage(pdf, signature);
            X509Certificate certificate = verifySigner(pdf, signature);
            Date signedAt = signature.getSignDate().getTime();
            certificate.checkValidity(signedAt);
            String text = new PDFTextStripper().getText(document);
            return new SignedDocument(
                    text, certificate.getSubjectX500Principal().getName(), signedAt);
        } catch (CertificateException e) {
            throw new CheckFailed("the certificate was not valid when the PDF was signed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CheckFailed("not a PDF that can be read: " + e.getMessage(), e);
        }
    }

    /** Two ranges, from the first byte to the last, and between them only the signature's own hex string. */
    private static void requireFullCoverage(byte[] pdf, PDSignature signature) {
        int[] range = signature.getByteRange();
        CheckFailed.unless(range.length == 4, "the signature's byte range has " + range.length + " numbers");
        boolean coversFile = range[0] == 0
                && range[1] > 0
                && range[2] > range[1]
                && range[3] >= 0
                && (long) range[2] + range[3] == pdf.length;
        CheckFailed.unless(coversFile, "the signature does not cover the whole file: " + Arrays.toString(range));
        boolean hex = pdf[range[1]] == '<' && pdf[range[2] - 1] == '>';
        for (int i = range[1] + 1; hex && i < range[2] - 1; i++) hex = Character.digit(pdf[i], 16) >= 0;
        CheckFailed.unless(hex, "there is more than the signature between the signed ranges");
    }

    private static X509Certificate verifySigner(byte[] pdf, PDSignature signature) throws IOException {
        try {
            CMSSignedData cms = new CMSSignedData(
                    new CMSProcessableByteArray(signature.getSignedContent(pdf)), signature.getContents(pdf));
            Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
            CheckFailed.unless(signers.size() == 1, "the CMS has " + signers.size() + " signers, not one");
            SignerInformation signer = signers.iterator().next();
            @SuppressWarnings("unchecked")
            Selector<X509CertificateHolder> signerId = signer.getSID();
            Collection<X509CertificateHolder> found = cms.getCertificates().getMatches(signerId);
            CheckFailed.unless(found.size() == 1, "the signer's certificate is not in the CMS");
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(found.iterator().next());
            requireBoundCertificate(signer, certificate);
            boolean matches = signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
            CheckFailed.unless(matches, "the signature does not match the file");
            return certificate;
        } catch (CMSException | OperatorCreationException | GeneralSecurityException e) {
            throw new CheckFailed("the signature cannot be verified: " + e.getMessage(), e);
        }
    }

    /** The attribute signing-certificate-v2 must name this very certificate. */
    private static void requireBoundCertificate(SignerInformation signer, X509Certificate certificate)
            throws CertificateException {
        Attribute bound = signer.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        CheckFailed.unless(bound != null, "the signing certificate is not bound into the signature");
        byte[] named = SigningCertificateV2.getInstance(bound.getAttributeValues()[0])
                .getCerts()[0]
                .getCertHash();
        CheckFailed.unless(
                Arrays.equals(named, DigestUtils.sha256(certificate.getEncoded())),
                "the signature names another certificate");
    }
}
