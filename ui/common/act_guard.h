#pragma once

#include <functional>

#include <QList>
#include <QObject>
#include <QPointer>

class QWidget;

namespace parley::ui {

// What the profile in use lets a person do by hand: nothing that changes the broker when it is
// read-only, and what destroys something only after its name was typed when it is production.
// The client refuses changes of a read-only profile too; this only keeps people from trying.
// Thread: GUI.
class ActGuard final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActGuard)

public:
    using QObject::QObject;

    void setRules(bool readOnly, bool production);
    bool isReadOnly() const { return m_readOnly; }
    bool isProduction() const { return m_production; }

    //! \p widget changes the broker: it is not there while the profile is read-only. The page must
    //! not show or hide it itself.
    void watch(QWidget *widget);

    //! Does \p act, or asks for \p name first. \param warning what will happen, a sentence.
    //! \param action what the button says, such as "Delete topic".
    void destroy(const QString &warning, const QString &name, const QString &action,
                 std::function<void()> act, QWidget *parent) const;

Q_SIGNALS:
    void changed();

private:
    bool m_readOnly = false;
    bool m_production = false;
    QList<QPointer<QWidget>> m_watched{};
};

} // namespace parley::ui
