#pragma once

#include <QObject>
#include <QString>

namespace parley::ui {

void copyText(const QString &text);

//! Copies a secret and takes it out of the clipboard after 60 s, when it is still in it (rule C13).
void copySecret(const QByteArray &secret);

} // namespace parley::ui
