#pragma once

#include <optional>

#include <QAccessibleInterface>
#include <QHash>
#include <QPointer>
#include <QWidget>
#include <QWindow>

// What screen readers are told of widgets that paint their parts themselves. Thread: GUI.
namespace parley::ui {

// One part: a leaf without an object of its own. It may outlive its view, which is null then.
template <typename View>
class PaintedPart : public QAccessibleInterface
{
public:
    QObject *object() const final { return nullptr; }
    QWindow *window() const final { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const final
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface *child(int) const final { return nullptr; }
    QAccessibleInterface *childAt(int, int) const final { return nullptr; }
    int childCount() const final { return 0; }
    int indexOfChild(const QAccessibleInterface *) const final { return -1; }
    void setText(QAccessible::Text, const QString &) final {}

protected:
    explicit PaintedPart(View *view) : m_view(view) {}

    View *view() const { return m_view; }

private:
    QPointer<View> m_view;
};

// The parts that somebody asked for, by what they are about. They go with it.
template <typename Key>
class PaintedParts final
{
    Q_DISABLE_COPY_MOVE(PaintedParts)

public:
    //! \param most that are kept for a reader that walks; then they are made anew.
    explicit PaintedParts(qsizetype most) : m_most(most) {}
    ~PaintedParts() { clear(); }

    //! The part of \p key; \p make returns a new one.
    template <typename Make>
    QAccessibleInterface *at(const Key &key, Make make)
    {
        if (const auto known = m_ids.constFind(key); known != m_ids.cend())
            return QAccessible::accessibleInterface(*known);
        if (m_ids.size() >= m_most)
            clear();
        QAccessibleInterface *part = make();
        m_ids.insert(key, QAccessible::registerAccessibleInterface(part));
        return part;
    }

    std::optional<Key> keyOf(const QAccessibleInterface *part) const
    {
        for (auto known = m_ids.cbegin(); known != m_ids.cend(); ++known)
            if (QAccessible::accessibleInterface(*known) == part)
                return known.key();
        return std::nullopt;
    }

private:
    void clear()
    {
        for (const auto id : std::as_const(m_ids))
            QAccessible::deleteAccessibleInterface(id);
        m_ids.clear();
    }

    qsizetype m_most;
    QHash<Key, QAccessible::Id> m_ids{};
};

//! Every View gets an Accessible from now on; once is enough, more often does no harm.
template <typename View, typename Accessible>
void installAccessible()
{
    static const bool installed = [] {
        QAccessible::installFactory(
            [](const QString &className, QObject *object) -> QAccessibleInterface * {
                auto *view = className == QLatin1String(View::staticMetaObject.className())
                    ? qobject_cast<View *>(object)
                    : nullptr;
                return view ? new Accessible(view) : nullptr;
            });
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace parley::ui
