#include "ui/models/signature_check.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

namespace parley::ui {
namespace {

constexpr qint64 kToleranceSeconds = 300; // of every receiver by the book

QString tr(const char *text)
{
    return QCoreApplication::translate("SignatureCheck", text);
}

bool isStandard(const QByteArray &secret)
{
    return secret.startsWith("whsec_");
}

QByteArray keyOf(const QByteArray &secret) // empty: it is not base64
{
    const auto decoded = QByteArray::fromBase64Encoding(
        secret.mid(6), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? *decoded : QByteArray();
}

bool isSignedBy(const SignedRequest &request, const QByteArray &secret)
{
    if (!isStandard(secret))
        return !request.momento.isEmpty()
            && QMessageAuthenticationCode::hash(request.body, secret, QCryptographicHash::Sha3_256)
                   .toHex()
            == request.momento;
    const QByteArray made = "v1,"
        + QMessageAuthenticationCode::hash(request.signedString(), keyOf(secret),
                                           QCryptographicHash::Sha256)
              .toBase64();
    return request.signatures.split(' ').contains(made);
}

bool isSameJson(const QByteArray &left, const QByteArray &right)
{
    const auto a = QJsonDocument::fromJson(left);
    return !a.isNull() && a == QJsonDocument::fromJson(right);
}

} // namespace

SignedRequest SignedRequest::from(const QString &head, const QByteArray &body)
{
    SignedRequest request{.body = body};
    for (const QString &line : head.split(u'\n')) {
        const qsizetype colon = line.indexOf(u':');
        const QString name = line.left(colon).trimmed().toLower();
        const QByteArray value = line.mid(colon + 1).trimmed().toUtf8();
        if (name == u"webhook-id")
            request.id = value;
        else if (name == u"webhook-timestamp")
            request.timestamp = value;
        else if (name == u"webhook-signature")
            request.signatures = value;
        else if (name == u"momento-signature")
            request.momento = value;
    }
    return request;
}

SignatureVerdict checkSignature(const SignedRequest &request, const QByteArray &typedSecret,
                                const QByteArray &sentBody, qint64 now)
{
    using Kind = SignatureVerdict::Kind;
    const QByteArray secret = typedSecret.trimmed();
    if (secret.isEmpty())
        return {Kind::NoSecret};
    if (isStandard(secret) && keyOf(secret).isEmpty())
        return {Kind::BadSecret};
    if (isStandard(secret) ? request.signatures.isEmpty() || request.id.isEmpty()
                           : request.momento.isEmpty())
        return {Kind::NoSignature};
    if (isSignedBy(request, secret)) {
        const bool isOld
            = isStandard(secret) && qAbs(now - request.timestamp.toLongLong()) > kToleranceSeconds;
        return {.kind = Kind::Valid, .isOld = isOld};
    }
    SignedRequest asSent = request;
    asSent.body = sentBody;
    if (request.body != sentBody && isSignedBy(asSent, secret))
        return {.kind = Kind::BodyChanged, .isReserialised = isSameJson(request.body, sentBody)};
    return {Kind::Wrong};
}

QString SignatureVerdict::sentence() const
{
    switch (kind) {
    case Kind::Valid:
        return isOld
            ? tr("Valid. It is older than five minutes, so receivers refuse it now: that protects "
                 "them from repeated requests.")
            : tr("Valid: this secret made this signature.");
    case Kind::NoSecret:
        return tr("Paste the secret of the webhook. It is used on this computer only and not "
                  "kept.");
    case Kind::BadSecret: return tr("A secret after whsec_ is base64; this one is not complete.");
    case Kind::NoSignature:
        return tr("The headers hold no signature for such a secret. Copy webhook-id, "
                  "webhook-timestamp and webhook-signature, or momento-signature.");
    case Kind::BodyChanged:
        return isReserialised
            ? tr("The secret is right, the body is re-serialised JSON: it says the same in other "
                 "bytes. Verify the bytes as they came, before any JSON parser.")
            : tr("The secret is right, but the body is not the one that was sent.");
    case Kind::Wrong: return tr("Not valid: another secret, other headers, or both were changed.");
    }
    return {};
}

} // namespace parley::ui
