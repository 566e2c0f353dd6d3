#include "ui/common/clipboard.h"

#include <chrono>

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>

namespace parley::ui {

void copyText(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
}

void copySecret(const QByteArray &secret)
{
    using namespace std::chrono_literals;
    const auto text = QString::fromUtf8(secret);
    copyText(text);
    auto *clipboard = QGuiApplication::clipboard();
    QTimer::singleShot(60s, clipboard, [clipboard, text] {
        if (clipboard->text() == text)
            clipboard->clear();
    });
}

} // namespace parley::ui
