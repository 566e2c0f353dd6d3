#pragma once

#include <chrono>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include "ui/shell/main_window.h"

namespace parley::app {

// Opens each page in light and dark, waits until it shows data, and writes one PNG of each,
// without a focus ring.
// Thread: GUI.
class ScreenshotTour final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScreenshotTour)

public:
    static constexpr std::chrono::seconds kPatience{30}; // for a page to show data
    static constexpr std::chrono::milliseconds kLook{50}; // between two looks
    static constexpr std::chrono::milliseconds kSettle{700}; // sparklines and the last rows
    static constexpr std::chrono::seconds kTalk{
        18}; // the demo's people have said five lines by then

    ScreenshotTour(ui::MainWindow &window, QString folder, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void finished(const QString &problem); // "": every picture was written

private:
    void look();
    void next();
    bool write();

    ui::MainWindow &m_window;
    QString m_folder;
    QStringList m_pages;
    QTimer m_timer;
    int m_shown = 0; // pictures taken so far
    std::chrono::milliseconds m_waited{0};
    std::chrono::milliseconds m_settled{0};
    std::chrono::milliseconds m_running{0};
};

} // namespace parley::app
