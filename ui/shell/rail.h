#pragma once

#include <QFrame>
#include <QHash>

class QButtonGroup;
class QToolButton;
class QVBoxLayout;

namespace parley::ui {

// The pages at the left, Ctrl+1 to Ctrl+9. Thread: GUI.
class Rail final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Rail)

public:
    explicit Rail(QWidget *parent);

    //! \param atBottom stands apart from the others.
    void addPage(const QString &name, const QString &title, const QKeySequence &shortcut,
                 bool atBottom = false);
    void setCurrent(const QString &name);
    void setBadge(const QString &name, int count); // 0: none

Q_SIGNALS:
    void pageChosen(const QString &name);

private:
    QVBoxLayout *m_layout = nullptr;
    QButtonGroup *m_group = nullptr;
    QHash<QString, QToolButton *> m_buttons{};
    QHash<QString, QString> m_titles{};
};

} // namespace parley::ui
