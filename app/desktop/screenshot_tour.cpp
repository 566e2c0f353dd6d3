#include "app/desktop/screenshot_tour.h"

#include <algorithm>

#include <QDir>
#include <QHash>
#include <QImage>
#include <QPixmap>
#include <QSet>

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

const QString kChat = u"chat"_s;

// 256 colours for a picture: a third of the bytes of true colours, and no difference to see. First
// the commonest, which are surfaces and text; then, of colours that are alike, the commonest stands
// for all, so that one red word keeps its red beside a thousand greys.
QList<QRgb> commonColours(const QImage &picture)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x)
            ++counts[line[x] | 0xff000000];
    }
    QList<QRgb> colours = counts.keys();
    std::sort(colours.begin(), colours.end(),
              [&](QRgb a, QRgb b) { return counts.value(a) > counts.value(b); });
    constexpr QRgb kAlike = 0xf0f0f0;
    constexpr qsizetype kExact = 96;
    constexpr qsizetype kMostOfIndexed8 = 256;
    QSet<QRgb> taken;
    QList<QRgb> kept;
    for (const QRgb colour : colours) {
        const bool isNeeded = kept.size() < kExact || !taken.contains(colour & kAlike);
        if (isNeeded && kept.size() < kMostOfIndexed8)
            kept.append(colour);
        taken.insert(colour & kAlike);
    }
    return kept;
}

} // namespace

ScreenshotTour::ScreenshotTour(ui::MainWindow &window, QString folder, QObject *parent) :
    QObject(parent), m_window(window), m_folder(std::move(folder)), m_pages(window.pageNames())
{
    // Last comes what sums up, so that there is something to sum up.
    std::reverse(m_pages.begin(), m_pages.end());
    if (m_pages.removeOne(kChat))
        m_pages.append(kChat);
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
    m_running += kLook;
    if (!m_window.pageHasData(page)) {
        if (m_waited > kPatience) {
            m_timer.stop();
            Q_EMIT finished(tr("The page \"%1\" showed no data in time.").arg(page));
        }
        return;
    }
    m_settled += kLook;
    if (m_settled >= kSettle && (page != kChat || m_running >= kTalk))
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
    if (QWidget *focused = m_window.focusWidget())
        focused->clearFocus(); // its ring would look like a second selection
    const QImage picture = m_window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QImage small
        = picture.convertToFormat(QImage::Format_Indexed8, commonColours(picture), Qt::AvoidDither);
    constexpr int kSmallest = 0; // of PNG, without loss
    return small.save(file, "PNG", kSmallest);
}

} // namespace parley::app
