#pragma once

#include <chrono>

#include <QObject>
#include <QString>

namespace parley::ui {

void copyText(const QString &text);

inline constexpr std::chrono::seconds kSecretStays{60}; // in the clipboard (rule C13)

//! Copies a secret and takes it out of the clipboard after \p stay, when it is still in it.
void copySecret(const QByteArray &secret, std::chrono::milliseconds stay = kSecretStays);

} // namespace parley::ui
