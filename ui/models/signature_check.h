#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace parley::ui {

// What a receiver verifies: the headers of a request and its body.
struct SignedRequest {
    QByteArray id{};
    QByteArray timestamp{};
    QByteArray signatures{}; // of webhook-signature, with blanks in between
    QByteArray momento{}; // of momento-signature
    QByteArray body{};

    //! What is in \p head, with or without a request line. Fields that are not there stay empty.
    static SignedRequest from(const QString &head, const QByteArray &body);
    QByteArray signedString() const { return id + '.' + timestamp + '.' + body; }
};

// The answer to "why does my receiver refuse this?". Thread: any.
struct SignatureVerdict {
    enum class Kind {
        Valid,
        NoSecret, // nothing was typed yet
        BadSecret, // it is no secret of either kind
        NoSignature, // the headers hold none that this secret makes
        BodyChanged, // it is right for the body that was sent, not for the one that was pasted
        Wrong
    };
    Kind kind = Kind::NoSecret;
    bool isReserialised = false; // BodyChanged: both bodies are the same JSON, written differently
    bool isOld = false; // Valid, but made more than 300 s before now: receivers refuse it

    QString sentence() const;
};

//! \brief Checks as a receiver does. \p secret is "whsec_..." for webhook-signature, anything else
//! for momento-signature. \p sentBody is what went over the wire, where that is known; it tells a
//! changed body apart from a wrong secret. \p now in seconds since 1970.
SignatureVerdict checkSignature(const SignedRequest &request, const QByteArray &secret,
                                const QByteArray &sentBody, qint64 now);

} // namespace parley::ui
