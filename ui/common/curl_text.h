#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QUrl>

#include "server/client/topic_address.h"

namespace parley::ui {

//! \p text as one word of a POSIX shell.
QString shellQuoted(const QString &text);

//! The same publish with curl. The token is taken from $PARLEY_TOKEN: a secret never goes into the
//! clipboard unasked.
QString publishCurl(const QUrl &broker, const client::TopicAddress &address,
                    const QByteArray &payload, bool isText);

//! A request to an endpoint again, from the head that was sent and the body. Credentials in the
//! head (Authorization, Cookie) are left out, and so are signatures.
//! \param proof lines of the head to send in place of those that prove the body; empty: none.
QString requestCurl(const QString &url, const QString &requestHead, const QByteArray &body,
                    const QStringList &proof = {});

//! The lines of \p requestHead that prove the body: its id, its time and the signatures.
QStringList proofOf(const QString &requestHead);

} // namespace parley::ui
