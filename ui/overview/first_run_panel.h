#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace parley::ui {

// What a person can begin with, while the broker is empty. Thread: GUI.
class FirstRunPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FirstRunPanel)

public:
    explicit FirstRunPanel(QWidget *parent);
    void setDemoOffered(bool offered);
    void setDemoState(bool running, const QString &problem);

Q_SIGNALS:
    void demoRequested();
    void connectRequested();
    void emptyRequested();

private:
    QPushButton *m_demo = nullptr;
    QWidget *m_demoRow = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace parley::ui
