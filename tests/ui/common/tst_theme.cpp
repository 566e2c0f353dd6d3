#include <cmath>

#include <QDir>
#include <QSvgRenderer>
#include <QTest>

#include "ui/common/theme.h"

using namespace parley::ui;

class TestTheme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    // WCAG 2: at least 4.5 for text of normal size, on each surface that it stands on.
    void textIsReadable()
    {
        QFETCH(bool, dark);
        const auto palette = themePalette(dark);
        const auto &colors = themeColors(dark);
        const QColor surfaces[]
            = {palette.color(QPalette::Window), palette.color(QPalette::Base), colors.raised};
        const QColor rowTexts[] = {palette.color(QPalette::Text),
                                   colors.accent,
                                   colors.good,
                                   colors.warning,
                                   colors.bad,
                                   colors.muted};
        for (const auto &text : rowTexts) // of a chosen row, too
            QVERIFY2(contrast(text, colors.selected) >= 4.5, qPrintable(text.name()));
        const QColor texts[] = {palette.color(QPalette::WindowText),
                                palette.color(QPalette::PlaceholderText),
                                colors.accent,
                                colors.good,
                                colors.warning,
                                colors.bad,
                                colors.muted};
        for (const auto &surface : surfaces) {
            for (const auto &text : texts)
                QVERIFY2(contrast(text, surface) >= 4.5,
                         qPrintable(QStringLiteral("%1 on %2: %3")
                                        .arg(text.name(), surface.name())
                                        .arg(contrast(text, surface))));
        }
        QVERIFY(
            contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight))
            >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase))
                >= 4.5);
        QCOMPARE(isDark(palette), dark);
    }

    void themesApply()
    {
        applyTheme(ThemeChoice::Dark);
        QVERIFY(isDark(qApp->palette()));
        QVERIFY(!qApp->styleSheet().isEmpty());
        QVERIFY(!qApp->styleSheet().contains(QLatin1String("@accent@")));
        applyTheme(ThemeChoice::Light);
        QVERIFY(!isDark(qApp->palette()));
    }

    void everyIconIsADrawing()
    {
        const auto names = QDir(QStringLiteral(":/parley/icons")).entryList();
        QVERIFY(names.size() > 20);
        for (const auto &name : names)
            QVERIFY2(QSvgRenderer(QStringLiteral(":/parley/icons/") + name).isValid(),
                     qPrintable(name));
    }

private:
    static double luminance(const QColor &color)
    {
        const auto part = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF())
            + 0.0722 * part(color.blueF());
    }

    static double contrast(const QColor &a, const QColor &b)
    {
        const double one = luminance(a) + 0.05;
        const double two = luminance(b) + 0.05;
        return std::max(one, two) / std::min(one, two);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
