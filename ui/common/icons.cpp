#include "ui/common/icons.h"

#include <QAbstractButton>
#include <QEvent>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include "ui/common/theme.h"

namespace parley::ui {
namespace {

// Paints the drawing when it is asked for, so that every size and device pixel ratio is sharp.
class SvgIconEngine final : public QIconEngine
{
public:
    SvgIconEngine(QByteArray normal, QByteArray checked, QByteArray disabled) :
        m_normal(std::move(normal)), m_checked(std::move(checked)), m_disabled(std::move(disabled))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        auto drawing = state == QIcon::On ? m_checked : m_normal;
        if (mode == QIcon::Disabled)
            drawing = m_disabled;
        QSvgRenderer(drawing).render(painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect({}, size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new SvgIconEngine(*this); }

private:
    QByteArray m_normal;
    QByteArray m_checked;
    QByteArray m_disabled;
};

QByteArray drawing(const QString &name, const QColor &color)
{
    QFile file(QStringLiteral(":/parley/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("currentColor", color.name().toLatin1());
}

// Follows the palette of its button for as long as that lives.
class ThemedIcon final : public QObject
{
public:
    ThemedIcon(QAbstractButton *button, QString name) :
        QObject(button), m_button(button), m_name(std::move(name))
    {
        setObjectName(QStringLiteral("themedIcon"));
        button->installEventFilter(this);
        apply();
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::PaletteChange)
            apply();
        return false;
    }

private:
    void apply()
    {
        if (m_button->property("role").toString() == QLatin1String("primary"))
            m_button->setIcon(icon(m_name, m_button->palette().color(QPalette::HighlightedText)));
        else
            // Not the button's palette: the sheet puts its see-through background there.
            m_button->setIcon(icon(m_name, QGuiApplication::palette()));
    }

    QAbstractButton *m_button; // borrowed: our parent
    QString m_name;
};

} // namespace

QIcon icon(const QString &name, const QColor &color)
{
    const auto one = drawing(name, color);
    return QIcon(new SvgIconEngine(one, one, one));
}

QIcon icon(const QString &name, const QPalette &palette)
{
    return QIcon(
        new SvgIconEngine(drawing(name, palette.color(QPalette::Active, QPalette::WindowText)),
                          drawing(name, themeColors(palette).accent),
                          drawing(name, palette.color(QPalette::Disabled, QPalette::WindowText))));
}

void setThemedIcon(QAbstractButton *button, const QString &name)
{
    delete button->findChild<QObject *>(QStringLiteral("themedIcon"), Qt::FindDirectChildrenOnly);
    new ThemedIcon(button, name); // owned by the button
}

} // namespace parley::ui
