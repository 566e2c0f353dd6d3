#include "ui/topics/payload_format.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>

namespace parley::ui {
namespace {

Error invalid(const QString &text)
{
    return Error{ErrorCode::InvalidArgument, text.toStdString()};
}

QString translated(const char *text)
{
    return QCoreApplication::translate("PayloadFormat", text);
}

Result<TypedPayload> fromHex(QString text)
{
    static const QRegularExpression blanks(QStringLiteral("\\s"));
    static const QRegularExpression digits(QStringLiteral("\\A([0-9A-Fa-f]{2})*\\z"));
    text.remove(blanks);
    if (!digits.match(text).hasMatch())
        return invalid(translated("hex takes pairs of the digits 0-9 and a-f"));
    return TypedPayload{QByteArray::fromHex(text.toLatin1()), false};
}

Result<TypedPayload> fromBase64(const QString &text)
{
    const auto bytes = QByteArray::fromBase64Encoding(text.trimmed().toLatin1(),
                                                      QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes)
        return invalid(translated("this is not base64"));
    return TypedPayload{*bytes, false};
}

} // namespace

Result<TypedPayload> typedPayload(const QString &text, PayloadFormat format)
{
    if (format == PayloadFormat::Hex)
        return fromHex(text);
    if (format == PayloadFormat::Base64)
        return fromBase64(text);
    const auto bytes = text.toUtf8();
    if (format == PayloadFormat::Json) {
        QJsonParseError problem;
        if (QJsonDocument::fromJson(bytes, &problem).isNull())
            return invalid(translated("not JSON, at character %1: %2")
                               .arg(problem.offset)
                               .arg(problem.errorString()));
    }
    return TypedPayload{bytes, true};
}

} // namespace parley::ui
