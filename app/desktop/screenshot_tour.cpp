#include "app/desktop/screenshot_tour.h"

#include <algorithm>
#include <cstdlib>

#include <QDir>
#include <QHash>
#include <QImage>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr qsizetype kMaxColors = 256; // of an indexed picture
constexpr qsizetype kExactColors = 64; // all surfaces and texts of a theme, with room to spare

int difference(QRgb a, QRgb b)
{
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                     std::abs(qBlue(a) - qBlue(b))});
}

// The kExactColors most common colours, then each that is more than \p tolerance away from all of
// them; empty when those are too many.
QList<QRgb> paletteOf(const QList<QRgb> &commonFirst, int tolerance)
{
    QList<QRgb> palette;
    for (const QRgb color : commonFirst) {
        const bool known = palette.size() >= kExactColors
            && std::any_of(palette.cbegin(), palette.cend(),
                           [&](QRgb other) { return difference(color, other) <= tolerance; });
        if (known)
            continue;
        if (palette.size() == kMaxColors)
            return {};
        palette.append(color);
    }
    return palette;
}

// Of a picture in RGB32, the most common first.
QList<QRgb> colorsOf(const QImage &picture)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x)
            ++counts[line[x]];
    }
    QList<QRgb> colors = counts.keys();
    std::sort(colors.begin(), colors.end(), [&counts](QRgb a, QRgb b) {
        return std::pair(counts[b], b) < std::pair(counts[a], a);
    });
    return colors;
}

// The picture in 256 colours of its own: a third of the bytes of true colours. Surfaces keep their
// exact shade, because they are the common ones; only the soft edges of letters move a little.
QImage withPalette(const QImage &grabbed)
{
    const QImage picture = grabbed.convertToFormat(QImage::Format_RGB32);
    const QList<QRgb> colors = colorsOf(picture);
    QList<QRgb> palette;
    for (int tolerance = 0; palette.isEmpty(); ++tolerance)
        palette = paletteOf(colors, tolerance);
    QHash<QRgb, uchar> nearest; // once per colour: a picture has far more pixels than colours
    for (const QRgb color : colors) {
        const auto found = std::min_element(palette.cbegin(), palette.cend(), [=](QRgb a, QRgb b) {
            return difference(a, color) < difference(b, color);
        });
        nearest[color] = uchar(found - palette.cbegin());
    }
    QImage indexed(picture.size(), QImage::Format_Indexed8);
    indexed.setColorTable(palette);
    for (int y = 0; y < picture.height(); ++y) {
        const auto *from = reinterpret_cast<const QRgb *>(picture.constScanLine(y));
        auto *to = indexed.scanLine(y);
        for (int x = 0; x < picture.width(); ++x)
            to[x] = nearest.value(from[x]);
    }
    return indexed;
}

} // namespace

ScreenshotTour::ScreenshotTour(ui::MainWindow &window, QString folder, QObject *parent) :
    QObject(parent), m_window(window), m_folder(std::move(folder)), m_pages(window.pageNames())
{
    // Begins where people talk: by the time that they have said enough there, the other pages have
    // rates and deliveries to show.
    const auto chat = std::find(m_pages.begin(), m_pages.end(), u"chat"_s);
    std::rotate(m_pages.begin(), chat, m_pages.end());
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
    if (QWidget *focused = m_window.focusWidget()) // nobody types into a picture
        focused->clearFocus();
    return withPalette(m_window.grab().toImage()).save(file, "PNG", 0); // 0: packed best
}

} // namespace parley::app
