#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QKeyEvent>

#include "tests/ui/views/view_samples.h"
#include "ui/common/theme.h"
#include "ui/views/chat_view.h"
#include "ui/views/log_filter.h"
#include "ui/views/log_view.h"

using namespace parley::ui;

namespace {

void save(QWidget &widget, const QString &directory, const QString &name)
{
    widget.show();
    QElapsedTimer clock;
    for (clock.start(); clock.elapsed() < 100;) // a few frames
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    widget.grab().save(directory + QLatin1Char('/') + name + QStringLiteral(".png"));
}

void saveLog(const QString &directory, const QString &suffix)
{
    LogStore store;
    fillLog(store);
    LogView view;
    view.resize(1200, 800);
    view.setStore(&store);
    view.setTimesInUtc(true);
    view.show();
    view.setFollowing(false);
    view.setCurrentRow(24);
    QKeyEvent down(QEvent::KeyPress, Qt::Key_Down, Qt::ShiftModifier);
    QCoreApplication::sendEvent(&view, &down);
    save(view, directory, QStringLiteral("log-") + suffix);
    view.setCurrentRow(1);
    save(view, directory, QStringLiteral("log-hostile-") + suffix);
    for (int i = 60; i < 1264; ++i)
        store.append(sampleRow(i));
    save(view, directory, QStringLiteral("log-pill-") + suffix);
}

void saveChat(const QString &directory, const QString &suffix, Qt::LayoutDirection direction)
{
    ChatModel model;
    model.append(sampleChat());
    model.setUnreadMarker(model.at(6).id, 3);
    ChatView view;
    view.setLayoutDirection(direction);
    view.resize(760, 1500);
    view.setModel(&model);
    view.show();
    view.setCurrentIndex(4);
    save(view, directory, QStringLiteral("chat-") + suffix);
    view.resize(420, 900);
    view.setFocus();
    model.setRoomShowsOriginal(true);
    save(view, directory, QStringLiteral("chat-narrow-") + suffix);
}

} // namespace

// view_gallery DIR: pictures of both views, light and dark. Run it with QT_QPA_PLATFORM=offscreen.
int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const auto directory = app.arguments().value(1, QStringLiteral("."));
    if (!QDir().mkpath(directory))
        return 1;
    applyFonts();
    for (const bool dark : {false, true}) {
        applyTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
        const auto suffix = dark ? QStringLiteral("dark") : QStringLiteral("light");
        saveLog(directory, suffix);
        saveChat(directory, suffix, Qt::LeftToRight);
    }
    saveChat(directory, QStringLiteral("mirrored"), Qt::RightToLeft);
    return 0;
}
