#pragma once

#include <QStackedLayout>
#include <QWidget>

class QLabel;
class QPushButton;

namespace parley::ui {

// Stands in for a list that has nothing to show: a sentence, and the action that changes that.
// Thread: GUI.
class EmptyState final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyState)

public:
    EmptyState(const QString &iconName, const QString &sentence, const QString &action,
               QWidget *parent);
    void setSentence(const QString &sentence);
    void setActionVisible(bool visible);
    QPushButton *action() const { return m_action; } // for ActGuard::watch()

Q_SIGNALS:
    void actionTriggered();

private:
    QLabel *m_sentence = nullptr;
    QPushButton *m_action = nullptr;
};

//! Shows \p content, or \p empty while \p isEmpty was last true. Thread: GUI.
class EmptySwitch final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptySwitch)

public:
    EmptySwitch(QWidget *content, EmptyState *empty, QWidget *parent);
    void setEmpty(bool isEmpty);
    EmptyState *emptyState() const { return m_empty; }

private:
    QStackedLayout *m_layout = nullptr;
    QWidget *m_content = nullptr;
    EmptyState *m_empty = nullptr;
};

} // namespace parley::ui
