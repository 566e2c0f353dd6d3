#pragma once

#include <QTimer>
#include <QWidget>

class QComboBox;
class QFrame;
class QLabel;
class QPushButton;
class QToolButton;

namespace parley::ui {

class ChatView;
class Composer;
class ElidedLabel;
class RoomSession;

// One room on the screen: what is read and how, the lines, and where to write. Thread: GUI.
class RoomView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomView)

public:
    explicit RoomView(QWidget *parent);

    void setSession(RoomSession *session); // borrowed; null shows nothing
    RoomSession *session() const { return m_session; }

    bool isBeingRead() const; // somebody looks at its newest line

Q_SIGNALS:
    void languageChosen(const QString &language);
    void tokenWanted(); // the room's token no longer works

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBanner();
    QWidget *makeComposer();
    void connectView();
    void showState();
    void showBanner();
    void showReading();
    void edit(const QString &id);

    RoomSession *m_session = nullptr;
    ElidedLabel *m_name = nullptr;
    QLabel *m_note = nullptr;
    QComboBox *m_reading = nullptr;
    QToolButton *m_original = nullptr;
    QFrame *m_banner = nullptr;
    QLabel *m_bannerText = nullptr;
    QPushButton *m_bannerAction = nullptr;
    ChatView *m_view = nullptr;
    Composer *m_composer = nullptr;
    QPushButton *m_send = nullptr;
    QTimer m_countdown;
};

} // namespace parley::ui
