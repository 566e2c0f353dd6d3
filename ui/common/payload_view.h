#pragma once

#include <QByteArray>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;
class QTreeWidget;

namespace parley::ui {

// One payload as a JSON tree, as text and as bytes. Opens with the tree where there is one. Cuts
// what is long and says so (rule C8); never interprets markup. The tree is built when it is looked
// at. Thread: GUI.
class PayloadView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PayloadView)

public:
    static constexpr qsizetype kShownBytes = 64 * 1024; // more would stall the text widget
    static constexpr int kMaxTreeNodes = 5000; // enough for a person; deeper than a screen anyway

    static constexpr qsizetype kTreeAtOnceBytes = 256 * 1024; // above, a tree takes its time

    explicit PayloadView(QWidget *parent = nullptr);

    //! \param wholeBytes size of the message when \p payload is only its first part; 0: it is all.
    void setPayload(const QByteArray &payload, bool isText, std::uint64_t wholeBytes = 0);
    void setWrapped(bool wrapped);
    QByteArray payload() const { return m_payload; }

private:
    QWidget *suitable() const;
    void showText(const QByteArray &shown);
    void showTree();
    void showHex(const QByteArray &shown);
    void showCurrent();

    QByteArray m_payload{};
    bool m_isText = true;
    bool m_showAll = false;
    std::uint64_t m_wholeBytes = 0;
    QWidget *m_wanted = nullptr; // the pane that a person chose; null: none yet
    QTabWidget *m_tabs = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QTreeWidget *m_tree = nullptr;
    QPlainTextEdit *m_hex = nullptr;
    QLabel *m_cut = nullptr;
    QPushButton *m_all = nullptr;
};

//! Offset, 16 bytes, and their ASCII characters per line.
QString hexText(const QByteArray &bytes);

} // namespace parley::ui
