#include "ui/views/id_color.h"

#include <cmath>

namespace parley::ui {
namespace {

constexpr double kReadable = 4.5; // WCAG 2.1, 1.4.3
constexpr int kHues = 24; // closer ones look alike
constexpr double kStep = 0.02;

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

// FNV-1a, not qHash: the colour must be the same in every run.
float hueOf(QStringView id)
{
    quint32 hash = 2166136261u;
    for (const QChar c : id)
        hash = (hash ^ c.unicode()) * 16777619u;
    hash ^= hash >> 15;
    return float(hash % kHues) / float(kHues);
}

// The colour of this hue nearest to \p lightness that can be read on \p background.
QColor readable(float hue, float saturation, double lightness, double step,
                const QColor &background)
{
    for (; lightness > 0 && lightness < 1; lightness += step) {
        const auto color = QColor::fromHslF(hue, saturation, float(lightness));
        if (contrastRatio(color, background) >= kReadable)
            return color;
    }
    return step > 0 ? QColor(Qt::white) : QColor(Qt::black);
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b)
{
    const auto first = luminance(a);
    const auto second = luminance(b);
    return (qMax(first, second) + 0.05) / (qMin(first, second) + 0.05);
}

QColor textColorFor(QStringView id, const QColor &background)
{
    const bool onDark = background.lightness() < 128;
    return onDark ? readable(hueOf(id), 0.55f, 0.68, kStep, background)
                  : readable(hueOf(id), 0.60f, 0.42, -kStep, background);
}

QColor fillColorFor(QStringView id)
{
    return readable(hueOf(id), 0.48f, 0.50, -kStep, Qt::white);
}

QColor blended(const QColor &under, const QColor &over, double share)
{
    const auto mix = [share](float a, float b) { return float(a + (b - a) * share); };
    return QColor::fromRgbF(mix(under.redF(), over.redF()), mix(under.greenF(), over.greenF()),
                            mix(under.blueF(), over.blueF()));
}

} // namespace parley::ui
