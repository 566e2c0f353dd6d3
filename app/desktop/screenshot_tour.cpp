#include "app/desktop/screenshot_tour.h"

#include <QDir>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace parley::app {

ScreenshotTour::ScreenshotTour(ui::MainWindow &window, QString folder, QObject *parent) :
    QObject(parent), m_window(window), m_folder(std::move(folder)), m_pages(window.pageNames())
{
    connect(&m_timer, &QTimer::timeout, this, &ScreenshotTour::look);
}

void ScreenshotTour::start()
{
    if (!QDir().mkpath(m_folder)) {
        Q_EMIT finished(tr("The folder %1 cannot be made.").arg(m_folder));
        return;
    }
    m_window.setTheme(ui::ThemeChoice::Light);
    m_window.showPage(m_pages.first());
    m_timer.start(kLook);
}

void ScreenshotTour::look()
{
    const QString page = m_pages[m_shown % m_pages.size()];
    m_waited += kLook;
    if (!m_window.pageHasData(page)) {
        if (m_waited > kPatience) {
            m_timer.stop();
            Q_EMIT finished(tr("The page \"%1\" showed no data in time.").arg(page));
        }
        return;
    }
    m_settled += kLook;
    if (m_settled >= kSettle)
        next();
}

void ScreenshotTour::next()
{
    if (!write()) {
        m_timer.stop();
        Q_EMIT finished(tr("A picture could not be written to %1.").arg(m_folder));
        return;
    }
    m_waited = m_settled = std::chrono::milliseconds{0};
    if (++m_shown == 2 * m_pages.size()) {
        m_timer.stop();
        Q_EMIT finished({});
        return;
    }
    m_window.setTheme(m_shown < m_pages.size() ? ui::ThemeChoice::Light : ui::ThemeChoice::Dark);
    m_window.showPage(m_pages[m_shown % m_pages.size()]);
}

bool ScreenshotTour::write()
{
    const QString theme = m_shown < m_pages.size() ? u"light"_s : u"dark"_s;
    const QString file = u"%1/%2-%3.png"_s.arg(m_folder, m_pages[m_shown % m_pages.size()], theme);
    // 256 colours keep the pictures small enough for a README; the interface has fewer.
    const QImage picture = m_window.grab().toImage().convertToFormat(
        QImage::Format_Indexed8, Qt::ThresholdDither | Qt::AvoidDither);
    return picture.save(file, "PNG", 0);
}

} // namespace parley::app
