#pragma once

#include <QAbstractButton>
#include <QList>
#include <QObject>
#include <QPointer>

namespace parley::ui {

// Hides what changes something at the broker (the buttons that are marked kChanges) while a
// connection is for reading only. The client refuses such calls anyway. Thread: GUI.
class ReadOnlyShade final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReadOnlyShade)

public:
    explicit ReadOnlyShade(QWidget *pages); // its parent; those below it are hidden

    void setReadOnly(bool readOnly);

protected:
    bool eventFilter(QObject *object, QEvent *event) override; // one that a page shows meanwhile

private:
    QWidget *m_pages;
    bool m_readOnly = false;
    QList<QPointer<QAbstractButton>> m_hidden{}; // by us
};

} // namespace parley::ui
