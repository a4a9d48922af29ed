// A mail server that takes everything and keeps nothing, in a process of its own: it costs the sender nothing but the
// conversation. Prints its port; ends when its standard input does.
import { type AddressInfo, createServer, type Socket } from 'node:net';

const END = '\r\n.\r\n';

function serve(socket: Socket): void {
  let text = '';
  let inData = false;
  socket.setNoDelay(true);
  socket.write('220 sink\r\n');
  socket.on('error', () => {});
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
    for (;;) {
      if (inData) {
        const end = text.indexOf(END);
        if (end < 0) {
          text = text.slice(-END.length);
          return;
        }
        text = text.slice(end + END.length);
        inData = false;
        socket.write('250 2.0.0 gone\r\n');
        continue;
      }
      const end = text.indexOf('\r\n');
      if (end < 0) return;
      const command = text.slice(0, end).toUpperCase();
      text = text.slice(end + 2);
      if (command === 'DATA') {
        inData = true;
        // The end of an empty message begins with the line feed of the command.
        text = `\r\n${text}`;
        socket.write('354 go on\r\n');
      } else if (command === 'QUIT') {
        socket.end('221 bye\r\n');
        return;
      } else socket.write(command.startsWith('EHLO') ? '250-sink\r\n250 8BITMIME\r\n' : '250 ok\r\n');
    }
  });
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.resume().on('end', () => process.exit());
